{{%AUTOESCAPE context="HTML"}}
{{! The link of a new customer's first administrator, shown this once. ORGANIZATION_ID ORGANIZATION FULL_NAME; HANDED (LINK), or MAILED. }}
<div class="page-head"><div><p class="crumbs"><a href="/organizations">Organizations</a> / <a href="/organizations/{{ORGANIZATION_ID}}" dir="auto">{{ORGANIZATION}}</a></p><h1>Invitation link</h1></div></div>
<div class="stack">
{{#MAILED}}<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div><bdi>{{ORGANIZATION}}</bdi> is created, and <bdi>{{FULL_NAME}}</bdi> is invited as its first administrator. A mail with the invitation is on its way to them: its link works once, for 7 days.</div></div>
{{/MAILED}}{{#HANDED}}<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div><bdi>{{ORGANIZATION}}</bdi> is created, and <bdi>{{FULL_NAME}}</bdi> is invited as its first administrator. Send them this link: it works once, for 7 days. It is shown only now.</div></div>
<div class="copy-field"><input class="mono" id="link" readonly value="{{LINK}}" aria-label="Invitation link"><button class="btn" type="button" data-copy="link" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy</span></button></div>{{/HANDED}}
<p class="actions"><a class="btn" href="/organizations/{{ORGANIZATION_ID}}">Done</a></p>
</div>
