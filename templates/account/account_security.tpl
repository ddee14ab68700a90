{{%AUTOESCAPE context="HTML"}}
{{! What one signs in with. APP: ADDED USED (page_time), NEVER_USED; or NO_APP. PASSKEYS with ROW: ID NAME, ADDED, USED or NEVER_USED; or NO_PASSKEYS. CODES: MADE, LEFT, ARE_FEW. NOTICES with NOTICE (WORDS BY_OTHER (BY), page_time), or NO_NOTICES. SSO: LINKED USED. }}
<div class="page-head">
<div>
<h1>Sign-in and security</h1>
<p class="lead">What you prove with that it is you. A second factor keeps your account yours if someone learns your password.</p>
</div>
</div>
<div class="stack">
<section class="panel"><div class="panel-head"><h2>Password</h2><a href="/account/password">Change password</a></div><div class="panel-body"><p>Change it if someone else may know it. Everywhere else you are signed out then.</p></div></section>
<section class="panel"><div class="panel-head"><h2>Authenticator app</h2>{{#APP}}<span class="chip state">On</span>{{/APP}}{{#NO_APP}}<span class="chip state off">Off</span>{{/NO_APP}}</div><div class="panel-body stack">
{{#NO_APP}}<p>An app on your phone shows six digits that change every 30 seconds. After your password you are asked for them.</p><p><a class="btn primary" href="/account/second-factor"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg>Set up an authenticator app</a></p>{{/NO_APP}}
{{#APP}}<dl class="facts"><dt>Set up</dt><dd>{{#ADDED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ADDED}}</dd><dt>Last used</dt><dd>{{#USED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/USED}}{{#NEVER_USED}}Not yet{{/NEVER_USED}}</dd></dl>
<div class="actions"><a class="btn" href="/account/second-factor">Replace</a><form class="inline" method="post" action="/account/second-factor/remove"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Remove<span class="sr"> the authenticator app</span></button></form></div>
<p class="hint">Removing it ends your other sessions, and removes the recovery codes unless you have a passkey.</p>{{/APP}}
</div></section>
<section class="panel" id="passkeys"><div class="panel-head"><h2>Passkeys</h2><a class="btn small" href="/account/passkeys/new">Add a passkey</a></div><div class="panel-body stack">
{{#NO_PASSKEYS}}<p>With a passkey your device signs in for you, without a password: it counts as both factors.</p>{{/NO_PASSKEYS}}
{{#PASSKEYS}}<table class="list"><caption class="sr">Your passkeys, newest first</caption><thead><tr><th scope="col">Name</th><th scope="col">Added</th><th scope="col">Last used</th><th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>
{{#ROW}}<tr><td class="primary"><form class="inline" method="post" action="/account/passkeys/{{ID}}/rename"><input type="hidden" name="csrf" value="{{CSRF}}"><input name="name" value="{{NAME}}" maxlength="60" required aria-label="Name of the passkey {{NAME}}"><button class="btn small quiet">Rename<span class="sr"> {{NAME}}</span></button></form></td><td class="when" data-label="Added">{{#ADDED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ADDED}}</td><td class="when" data-label="Last used">{{#USED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/USED}}{{#NEVER_USED}}Not yet{{/NEVER_USED}}</td><td class="end"><form class="inline" method="post" action="/account/passkeys/{{ID}}/remove"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small danger">Remove<span class="sr"> {{NAME}}</span></button></form></td></tr>
{{/ROW}}</tbody></table>{{/PASSKEYS}}
</div></section>
{{#CODES}}<section class="panel" id="recovery"><div class="panel-head"><h2>Recovery codes</h2><span class="chip state{{#ARE_FEW}} bad{{/ARE_FEW}}">{{LEFT}} left</span></div><div class="panel-body stack">
{{#ARE_FEW}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>You have {{LEFT}} of ten left. Make new ones before you need them.</div></div>{{/ARE_FEW}}
<p>For when your phone is not at hand. Each works once. Made {{#MADE}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/MADE}}.</p>
<div class="actions"><form class="inline" method="post" action="/account/recovery-codes"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn">Make new recovery codes</button></form></div>
<p class="hint">New codes replace those before.</p>
</div></section>{{/CODES}}
<section class="panel" id="notices"><div class="panel-head"><h2>Last 30 days</h2></div><div class="panel-body stack">
{{#NOTICES}}<p>If something here was not you, <a href="/account/sessions">sign out all other sessions</a>, change your password and tell your administrators.</p><ul class="rows timed">
{{#NOTICE}}<li><span>{{WORDS}}{{#BY_OTHER}} by <strong><bdi>{{BY}}</bdi></strong>{{/BY_OTHER}}</span> <span class="muted"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span></li>
{{/NOTICE}}</ul>{{/NOTICES}}{{#NO_NOTICES}}<p class="muted">Nothing changed in how you sign in.</p>{{/NO_NOTICES}}
</div></section>
{{#SSO}}<section class="panel" id="sso"><div class="panel-head"><h2>Single sign-on</h2><span class="chip state">Linked</span></div><div class="panel-body stack"><dl class="facts"><dt>Linked</dt><dd>{{#LINKED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/LINKED}}</dd><dt>Last used</dt><dd>{{#USED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/USED}}</dd></dl><div class="actions"><form class="inline" method="post" action="/account/sso/unlink"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger">Unlink<span class="sr"> from the sign-in provider</span></button></form></div><p class="hint">When you next sign in by SSO, your verified address decides whose account it is.</p></div></section>{{/SSO}}
<section class="panel"><div class="panel-head"><h2>Sessions</h2><a href="/account/sessions">Your sessions</a></div><div class="panel-body"><p>Every browser that is signed in as you is listed there.</p></div></section>
</div>
