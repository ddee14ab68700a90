{{%AUTOESCAPE context="HTML"}}
{{! One person, as user_view.h says; IS_SELF, MAY_EDIT, MAY_INVITE_AGAIN, MAY_RESET, MAY_DEACTIVATE, MAY_ACTIVATE, MAY_HAND_OVER; OWNS, OWNS_NOTHING, DID as user_work.h says. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a></p>
<h1>{{NAME}}</h1>
{{#FULL}}<div class="meta">{{#IS_ACTIVE}}<span class="chip state">Active</span>{{/IS_ACTIVE}}{{#IS_INVITED}}<span class="chip state wait">Invited</span>{{/IS_INVITED}}{{#IS_INACTIVE}}<span class="chip state off">Inactive</span>{{/IS_INACTIVE}}<span class="chip persona">{{PERSONA}}</span>{{#SUPERUSER}}<span class="chip">Superuser</span>{{/SUPERUSER}}</div>{{/FULL}}
</div>
<div class="actions">
{{#MAY_INVITE_AGAIN}}<form class="inline" method="post" action="/users/{{ID}}/link"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#link"></use></svg>New invitation link</button></form>{{/MAY_INVITE_AGAIN}}
{{#MAY_RESET}}<form class="inline" method="post" action="/users/{{ID}}/link"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#key"></use></svg>Password reset link</button></form>{{/MAY_RESET}}
{{#MAY_ACTIVATE}}<form class="inline" method="post" action="/users/{{ID}}/activate"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Activate</button></form>{{/MAY_ACTIVATE}}
{{#MAY_EDIT}}<a class="btn primary" href="/users/{{ID}}/edit"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#edit"></use></svg>Edit</a>{{/MAY_EDIT}}
{{#IS_SELF}}<a class="btn" href="/account"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#edit"></use></svg>Your profile</a>{{/IS_SELF}}
</div>
</div>
<div class="stack">
{{#FULL}}<section class="panel"><div class="panel-head"><h2>About</h2></div><div class="panel-body"><dl class="facts"><dt>Email</dt><dd>{{EMAIL_ADDRESS}}</dd><dt>Organization</dt><dd>{{ORGANIZATION}}</dd><dt>Last seen</dt><dd>{{#SEEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SEEN}}{{#NEVER_SEEN}}Never{{/NEVER_SEEN}}</dd><dt>Created</dt><dd>{{#CREATED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/CREATED}}</dd><dt>Changed</dt><dd>{{#UPDATED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/UPDATED}}</dd>{{#DEACTIVATED}}<dt>Deactivated</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/DEACTIVATED}}</dl></div></section>{{/FULL}}
<section class="panel"><div class="panel-head"><h2>Owns</h2></div><div class="panel-body"><div class="owned">{{#OWNS}}<div><h3><a href="{{URL}}">{{COUNT}}</a></h3><ul class="rows timed">{{#NEWEST}}<li><a href="{{RECORD_URL}}" dir="auto">{{NAME}}</a> <span class="muted"><span class="sr">changed </span><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span></li>{{/NEWEST}}</ul></div>{{/OWNS}}</div>{{#OWNS_NOTHING}}<p class="muted">No prompts, agents or teams.</p>{{/OWNS_NOTHING}}{{#MAY_HAND_OVER}}<p><a class="btn small" href="/users/{{ID}}/hand-over"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#transfer"></use></svg>Transfer ownership</a></p>{{/MAY_HAND_OVER}}</div></section>
{{#DID}}<section class="panel" id="recent"><div class="panel-head"><h2>Recent activity</h2><a href="{{ALL_URL}}">All events</a></div><div class="panel-body"><ul class="rows timed">{{#EVENT}}<li><span><a href="{{EVENT_URL}}">{{WHAT}}</a>{{#RECORD_LINK}} {{ON}} <a href="{{RECORD_URL}}" dir="auto">{{RECORD}}</a>{{/RECORD_LINK}}{{#RECORD_PLAIN}} {{ON}} <span class="muted">{{RECORD}}</span>{{/RECORD_PLAIN}}</span> {{#WHEN}}<span class="muted"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/WHEN}}</li>{{/EVENT}}</ul>{{#DID_NOTHING}}<p class="muted">Nothing yet.</p>{{/DID_NOTHING}}</div></section>{{/DID}}
{{#MAY_DEACTIVATE}}<section><h2>Danger zone</h2><div class="danger-zone"><div><p><strong>Deactivate</strong>No more sign-in; sessions and links end at once. It can be undone.</p><a class="btn danger" href="/users/{{ID}}/deactivate"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg>Deactivate</a></div></div></section>{{/MAY_DEACTIVATE}}
</div>
