{{%AUTOESCAPE context="HTML"}}
{{! The sign-in provider of the organization. CALLBACK SLUG ADDRESS; IS_SET or IS_NOT_SET, ONLY_NOW; ISSUER CLIENT_ID IS_ONLY_CHECKED TRUSTS_FACTOR_CHECKED REVISION_NOW; CHECK: STEP: TEXT, IS_RIGHT or IS_WRONG: PROBLEM; IS_GOOD. Includes ERROR_SUMMARY. }}
<div class="page-head"><div><h1>Single sign-on</h1><p class="lead">People sign in through your own provider, by OpenID Connect.</p><div class="meta">{{#IS_SET}}<span class="chip state">On</span>{{#ONLY_NOW}}<span class="chip">Only by SSO</span>{{/ONLY_NOW}}{{/IS_SET}}{{#IS_NOT_SET}}<span class="chip state off">Off</span>{{/IS_NOT_SET}}</div></div></div>
<div class="stack">
<section class="panel"><div class="panel-head"><h2>For the provider</h2></div><div class="panel-body stack">
<p>Register Rostrum at your provider as a web application with a client secret, the authorization code flow, and this callback address:</p>
<div class="field"><label for="callback">Callback address</label><input id="callback" class="mono" value="{{CALLBACK}}" readonly></div>
<p class="muted">People begin at <a href="{{ADDRESS}}">{{ADDRESS}}</a>, or choose "Sign in with SSO" and enter the short name <strong>{{SLUG}}</strong>.</p>
</div></section>
{{#CHECK}}<section class="panel" id="check"><div class="panel-head"><h2>Connection</h2>{{#IS_GOOD}}<span class="chip state">Works</span>{{/IS_GOOD}}</div><div class="panel-body"><ol class="rows">{{#STEP}}<li>{{TEXT}}: {{#IS_RIGHT}}<strong>yes</strong>{{/IS_RIGHT}}{{#IS_WRONG}}<strong>no.</strong> {{PROBLEM}}{{/IS_WRONG}}</li>{{/STEP}}</ol></div></section>{{/CHECK}}
<section class="panel"><div class="panel-head"><h2>Provider</h2></div><div class="panel-body">
<form class="form" method="post" action="/settings/sso">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="revision" value="{{REVISION_NOW}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="issuer">Issuer</label><input id="issuer" name="issuer" inputmode="url" value="{{ISSUER}}" maxlength="500" required spellcheck="false" autocomplete="off"{{#ISSUER_ERROR}} aria-invalid="true"{{/ISSUER_ERROR}} aria-describedby="issuer-hint{{#ISSUER_ERROR}} issuer-error{{/ISSUER_ERROR}}">{{#ISSUER_ERROR}}<p class="field-error" id="issuer-error">{{MESSAGE}}</p>{{/ISSUER_ERROR}}<p class="hint" id="issuer-hint">An https address, exactly as the provider writes it. Changing the issuer unlinks all accounts.</p></div>
<div class="field"><label for="client_id">Client ID</label><input id="client_id" name="client_id" value="{{CLIENT_ID}}" maxlength="300" required spellcheck="false" autocomplete="off"{{#CLIENT_ID_ERROR}} aria-invalid="true" aria-describedby="client_id-error"{{/CLIENT_ID_ERROR}}>{{#CLIENT_ID_ERROR}}<p class="field-error" id="client_id-error">{{MESSAGE}}</p>{{/CLIENT_ID_ERROR}}</div>
<div class="field"><label for="client_secret">Client secret</label><input id="client_secret" name="client_secret" type="password" maxlength="1000" autocomplete="off"{{#CLIENT_SECRET_ERROR}} aria-invalid="true"{{/CLIENT_SECRET_ERROR}} aria-describedby="client_secret-hint{{#CLIENT_SECRET_ERROR}} client_secret-error{{/CLIENT_SECRET_ERROR}}">{{#CLIENT_SECRET_ERROR}}<p class="field-error" id="client_secret-error">{{MESSAGE}}</p>{{/CLIENT_SECRET_ERROR}}<p class="hint" id="client_secret-hint">{{#IS_SET}}It is kept and never shown. Leave it empty to keep it.{{/IS_SET}}{{#IS_NOT_SET}}It is never shown again.{{/IS_NOT_SET}}</p></div>
<label class="check-row"><input type="checkbox" name="trusts_factor" value="1" aria-describedby="trusts_factor-hint"{{#TRUSTS_FACTOR_CHECKED}} checked{{/TRUSTS_FACTOR_CHECKED}}> The provider asks for a second factor</label>
<p class="hint" id="trusts_factor-hint">Rostrum then asks for none of its own.</p>
<label class="check-row"><input type="checkbox" id="is_only" name="is_only" value="1" aria-describedby="is_only-hint{{#IS_ONLY_ERROR}} is_only-error{{/IS_ONLY_ERROR}}"{{#IS_ONLY_CHECKED}} checked{{/IS_ONLY_CHECKED}}{{#IS_ONLY_ERROR}} aria-invalid="true"{{/IS_ONLY_ERROR}}> Only by SSO</label>{{#IS_ONLY_ERROR}}<p class="field-error" id="is_only-error">{{MESSAGE}}</p>{{/IS_ONLY_ERROR}}
<p class="hint" id="is_only-hint">Passwords, passkeys and links for a new password then sign nobody in, but for superusers and Platform Admins, who never sign in through a provider. Whoever changes these settings could sign in as anyone here: for 7 days nobody who came in by SSO approves what they ask for.</p>
<div class="form-actions"><button class="btn primary">Save single sign-on</button></div>
</form>
</div></section>
{{#IS_SET}}<section class="panel"><div class="panel-head"><h2>Check</h2></div><div class="panel-body stack"><p>Asks the provider for its document and its keys, and whether it knows the client. Nothing is changed.</p><form method="post" action="/settings/sso/check"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Check connection</button></form></div></section>
<section><h2>Danger zone</h2><div class="danger-zone"><div><p><strong>Turn off single sign-on</strong>All accounts are unlinked, and people sign in with their passwords. People without a password need a reset link.</p><form class="inline" method="post" action="/settings/sso/off"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Turn off single sign-on</button></form></div></div></section>{{/IS_SET}}
</div>
