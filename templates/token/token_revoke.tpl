{{%AUTOESCAPE context="HTML"}}
{{! Revoking a token: as token_view() has it. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{BASE}}">API tokens</a></p>
<h1>Revoke <bdi>{{TOKEN_NAME}}</bdi>?</h1>
</div>
</div>
<form class="form" method="post" action="{{BASE}}/{{TOKEN_ID}}/revoke">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Programs that use it are refused at their next request. A revoked token can't be used again.</div></div>
<dl class="facts"><dt>Owner</dt><dd><bdi>{{OWNER}}</bdi> <span class="muted">{{OWNER_WORD}}</span></dd><dt>Secret</dt><dd class="mono">sk-rst-…{{PREFIX}}…</dd><dt>Last used</dt><dd>{{#USED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/USED}}{{#NEVER_USED}}Never{{/NEVER_USED}}</dd><dt>Scopes</dt><dd><div class="chips">{{#SCOPE}}<span class="chip">{{SCOPE_TITLE}}</span>{{/SCOPE}}</div></dd></dl>
<div class="form-actions"><button class="btn danger primary">Revoke token</button><a class="btn quiet" href="{{BASE}}">Cancel</a></div>
</form>
