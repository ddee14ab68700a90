{{%AUTOESCAPE context="HTML"}}
{{! A one-time link, shown this once: HANDED (LINK), or MAILED to the person. IS_INVITATION or IS_RESET. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a> / <a href="/users/{{ID}}">{{NAME}}</a></p>
<h1>{{#IS_INVITATION}}Invitation link{{/IS_INVITATION}}{{#IS_RESET}}Password reset link{{/IS_RESET}}</h1>
</div>
</div>
<div class="stack">
{{#MAILED}}<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div>{{#IS_INVITATION}}{{NAME}} is invited. A mail with the invitation is on its way to {{#FULL}}{{EMAIL_ADDRESS}}{{/FULL}}: its link works once, for 7 days.{{/IS_INVITATION}}{{#IS_RESET}}A mail is on its way to {{#FULL}}{{EMAIL_ADDRESS}}{{/FULL}}: with its link {{NAME}} chooses a new password. It works once, for 24 hours.{{/IS_RESET}} Older links have stopped working. If it does not arrive, <a href="/settings/mail">Mail</a> says why.</div></div>
{{/MAILED}}{{#HANDED}}<div class="callout success" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#success"></use></svg><div>{{#IS_INVITATION}}{{NAME}} is invited. Send them this link: it works once, for 7 days.{{/IS_INVITATION}}{{#IS_RESET}}Give this link to {{NAME}}: with it they choose a new password. It works once, for 24 hours.{{/IS_RESET}} It is shown only now; older links have stopped working.</div></div>
<div class="copy-field"><input class="mono" id="link" readonly value="{{LINK}}" aria-label="{{#IS_INVITATION}}Invitation link{{/IS_INVITATION}}{{#IS_RESET}}Password reset link{{/IS_RESET}}"><button class="btn" type="button" data-copy="link" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span>Copy</span></button></div>{{/HANDED}}
<p class="actions"><a class="btn" href="/users/{{ID}}">Done</a>{{#IS_INVITATION}}<a class="btn quiet" href="/users/new">Invite another</a>{{/IS_INVITATION}}</p>
</div>
