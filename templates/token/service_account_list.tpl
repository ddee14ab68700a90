{{%AUTOESCAPE context="HTML"}}
{{! Service accounts: ACCOUNTS with ACCOUNT (ACCOUNT_ID ACCOUNT_NAME PERSONA RESPONSIBLE TOKEN_COUNT IS_ACTIVE IS_INACTIVE GONE MAY_MAKE, CREATED), EMPTY. }}
<div class="page-head">
<div>
<h1>Service accounts</h1>
<p class="lead">Programs that act for the organization, not for a person: their API tokens go on when people leave. Nobody signs in as one. One of them can <a href="/help/api#provisioning">provision people from Okta or Entra ID</a>.</p>
</div>
<div class="actions"><a class="btn primary" href="/settings/service-accounts/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Create service account</a></div>
</div>
{{#ACCOUNTS}}<table class="list"><caption class="sr">Service accounts, by name</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Persona</th><th scope="col">Responsible</th><th scope="col" class="num">Tokens</th><th scope="col">Created</th><th scope="col"><span class="sr">Actions</span></th></tr></thead>
<tbody>
{{#ACCOUNT}}<tr><td class="primary"><div class="title"><bdi>{{ACCOUNT_NAME}}</bdi>{{#IS_INACTIVE}}<span class="chip state off">Inactive</span>{{/IS_INACTIVE}}</div></td><td data-label="Persona"><span class="chip persona">{{PERSONA}}</span></td><td data-label="Responsible"><bdi>{{RESPONSIBLE}}</bdi>{{#GONE}} <span class="chip state wait">Inactive: choose another</span>{{/GONE}}</td><td class="num" data-label="Tokens">{{TOKEN_COUNT}}</td><td class="when" data-label="Created">{{#CREATED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/CREATED}}</td><td class="end">{{#MAY_MAKE}}<a class="btn small quiet" href="/settings/tokens/new?account={{ACCOUNT_ID:url_query_escape}}">Create token<span class="sr"> for {{ACCOUNT_NAME}}</span></a>{{/MAY_MAKE}}{{#IS_ACTIVE}}<a class="btn small quiet" href="/settings/service-accounts/{{ACCOUNT_ID}}">Change<span class="sr"> {{ACCOUNT_NAME}}</span></a>{{/IS_ACTIVE}}</td></tr>
{{/ACCOUNT}}
</tbody></table>{{/ACCOUNTS}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#key"></use></svg>
<h2>No service accounts yet</h2><p>Create one for each program that reads or writes records: its tokens then belong to it, and not to a person.</p><div class="actions"><a class="btn primary" href="/settings/service-accounts/new">Create service account</a></div></section>{{/EMPTY}}
