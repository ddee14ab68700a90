{{%AUTOESCAPE context="HTML"}}
{{! Where one is signed in. ROW: ID CLIENT ADDRESS BEGAN SEEN, CURRENT or OTHER; HAS_OTHERS. }}
<div class="page-head">
<div>
<h1>Your sessions</h1>
<p class="lead">Every browser that is signed in as you. Sign out any you don't recognize, and change your password.</p>
</div>
{{#HAS_OTHERS}}<div class="actions"><form class="inline" method="post" action="/account/sessions/revoke-others"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn danger"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#sign-out"></use></svg>Sign out all other sessions</button></form></div>{{/HAS_OTHERS}}
</div>
<nav class="tabs" aria-label="Account"><a href="/account">Profile</a><a href="/account/password">Password</a><a href="/account/sessions" aria-current="page">Sessions</a></nav>
<table class="list"><caption class="sr">Your sessions, newest first</caption>
<thead><tr><th scope="col">Browser</th><th scope="col">Address</th><th scope="col">Signed in</th><th scope="col">Last seen</th><th scope="col"><span class="sr">Actions</span></th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title">{{CLIENT}}{{#CURRENT}}<span class="chip state">This one</span>{{/CURRENT}}</div></td><td data-label="Address">{{ADDRESS}}</td><td class="when" data-label="Signed in">{{#BEGAN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/BEGAN}}</td><td class="when" data-label="Last seen">{{#SEEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SEEN}}</td><td class="end">{{#OTHER}}<form class="inline" method="post" action="/account/sessions/{{ID}}/revoke"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small quiet">Sign out<span class="sr"> of {{CLIENT}}</span></button></form>{{/OTHER}}</td></tr>
{{/ROW}}
</tbody></table>
