{{%AUTOESCAPE context="HTML"}}
{{! Where one is signed in. ROW: ID CLIENT ADDRESS BEGAN SEEN, CURRENT or OTHER, NEW_DEVICE; HAS_OTHERS; RESETS of the last 30 days: RESET with RESET_BY and RESET_WHEN (page_time). }}
<div class="page-head">
<div>
<h1>Your sessions</h1>
<p class="lead">Every browser that is signed in as you. Sign out any you don't recognize, and change your password.</p>
</div>
{{#HAS_OTHERS}}<div class="actions"><form class="inline" method="post" action="/account/sessions/revoke-others"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#sign-out"></use></svg>Sign out all other sessions</button></form></div>{{/HAS_OTHERS}}
</div>
<table class="list"><caption class="sr">Your sessions, newest first</caption>
<thead><tr><th scope="col">Browser</th><th scope="col">Address</th><th scope="col">Signed in</th><th scope="col">Last seen</th><th scope="col"><span class="sr">Actions</span></th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title">{{CLIENT}}{{#CURRENT}}<span class="chip state">This one</span>{{/CURRENT}}{{#NEW_DEVICE}}<span class="chip state" title="You had not signed in with this browser before">New device</span>{{/NEW_DEVICE}}</div></td><td data-label="Address">{{ADDRESS}}</td><td class="when" data-label="Signed in">{{#BEGAN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/BEGAN}}</td><td class="when" data-label="Last seen">{{#SEEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SEEN}}</td><td class="end">{{#OTHER}}<form class="inline" method="post" action="/account/sessions/{{ID}}/revoke"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small quiet">Sign out<span class="sr"> of {{CLIENT}}</span></button></form>{{/OTHER}}</td></tr>
{{/ROW}}
</tbody></table>
{{#RESETS}}<section class="panel" id="resets"><div class="panel-head"><h2>Password resets</h2></div><div class="panel-body">
<p class="muted">Links that someone else made and that set your password in the last 30 days. If you don't know about one, <a href="/account/password">change your password</a> and tell your administrators.</p>
<ul class="rows">
{{#RESET}}<li>Reset with a link that <strong>{{RESET_BY}}</strong> made{{#RESET_WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time>{{/RESET_WHEN}}</li>
{{/RESET}}</ul></div></section>{{/RESETS}}
