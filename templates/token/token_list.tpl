{{%AUTOESCAPE context="HTML"}}
{{! API tokens: OWN or ORGANIZATION, LIST_BASE, EMPTY, OLDER (OLDER_CURSOR). Includes TOKENS. }}
<div class="page-head">
<div>
<h1>{{#OWN}}Your API tokens{{/OWN}}{{#ORGANIZATION}}API tokens{{/ORGANIZATION}}</h1>
<p class="lead">{{#OWN}}A program that has one acts as you, within the scopes that you choose. A new password or persona stops them all.{{/OWN}}{{#ORGANIZATION}}What programs act with in this organization. Revoke one, and it is refused at its next request.{{/ORGANIZATION}}</p>
</div>
<div class="actions">{{#OWN}}<a class="btn primary" href="/account/tokens/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Create token</a>{{/OWN}}{{#ORGANIZATION}}<a class="btn" href="/settings/service-accounts"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#agent"></use></svg>Service accounts</a>{{/ORGANIZATION}}</div>
</div>
{{>TOKENS}}
{{#OLDER}}<p><a class="btn small" href="{{LIST_BASE}}?before={{OLDER_CURSOR:url_query_escape}}">Older</a></p>{{/OLDER}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#key"></use></svg>
{{#OWN}}<h2>No tokens yet</h2><p>Create one for a program that reads or writes prompts in your name.</p><div class="actions"><a class="btn primary" href="/account/tokens/new">Create token</a></div>{{/OWN}}{{#ORGANIZATION}}<h2>No tokens yet</h2><p>Create a service account for a program that acts for the organization, or open an agent and create a token for it.</p><div class="actions"><a class="btn primary" href="/settings/service-accounts/new">Create service account</a></div>{{/ORGANIZATION}}</section>{{/EMPTY}}
