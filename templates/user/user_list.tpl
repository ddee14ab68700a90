{{%AUTOESCAPE context="HTML"}}
{{! People. ROW as user_view.h says; FULL_LIST or NAMES_ONLY; Q, PROBLEM (MESSAGE), CHOICES (PERSONA_OPTION STATE_OPTION), FILTER (TEXT WITHOUT_URL), FILTERED, TABLE, NOTHING, MAY_INVITE; MAY_ASK, REQUESTS, OWN_REQUESTS as user_requests.h says. Includes PAGER_LINKS. }}
<div class="page-head">
<div>
<h1>People</h1>
{{#NAMES_ONLY}}<p class="lead">The people of your organization.</p>{{/NAMES_ONLY}}
</div>
{{#MAY_INVITE}}<div class="actions"><a class="btn" href="/users/many">Invite from a list</a><a class="btn primary" href="/users/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Invite user</a></div>{{/MAY_INVITE}}
{{#MAY_ASK}}<div class="actions"><a class="btn" href="/users/ask"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Ask for an invitation</a></div>{{/MAY_ASK}}
</div>
{{#REQUESTS}}<section class="panel requests" id="requests"><div class="panel-head"><h2>Requests for invitations</h2></div><div class="panel-body"><ul class="rows">
{{#REQUEST}}<li><div><p><strong dir="auto">{{FULL_NAME}}</strong> <span class="muted">{{EMAIL}}</span> <span class="chip persona">{{PERSONA}}</span></p><p><bdi>{{REASON}}</bdi></p><p class="muted">Asked by <bdi>{{ASKED_BY}}</bdi>, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></p></div><div class="actions"><form class="inline" method="post" action="/users/requests/{{REQUEST_ID}}/decline"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small quiet">Decline<span class="sr"> the request for {{FULL_NAME}}</span></button></form><a class="btn small" href="/users/new?request={{REQUEST_ID}}">Invite<span class="sr"> {{FULL_NAME}}</span></a></div></li>
{{/REQUEST}}</ul>{{#MORE_REQUESTS}}<p class="muted">More requests wait behind these.</p>{{/MORE_REQUESTS}}</div></section>{{/REQUESTS}}
{{#OWN_REQUESTS}}<section class="panel requests" id="requests"><div class="panel-head"><h2>Your requests for invitations</h2></div><div class="panel-body"><ul class="rows">
{{#REQUEST}}<li><div><p>{{#IS_INVITED}}<a href="/users/{{USER_ID}}">Someone you asked for</a> <span class="chip state">Invited</span>{{/IS_INVITED}}{{#IS_WAITING}}<strong dir="auto">{{FULL_NAME}}</strong> <span class="muted">{{EMAIL}}</span> <span class="chip state wait">Waiting</span>{{/IS_WAITING}}{{#IS_DECLINED}}<strong dir="auto">{{FULL_NAME}}</strong> <span class="muted">{{EMAIL}}</span> <span class="chip state off">Declined</span>{{/IS_DECLINED}}</p></div><span class="muted"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span></li>
{{/REQUEST}}</ul></div></section>{{/OWN_REQUESTS}}
<form class="filters" method="get" action="/users" role="search">
<div class="search"><label for="q">Search</label><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#search"></use></svg><input id="q" name="q" type="search" placeholder="{{#FULL_LIST}}Name or address{{/FULL_LIST}}{{#NAMES_ONLY}}Name{{/NAMES_ONLY}}" value="{{Q}}"><kbd hidden>f</kbd></div>
{{#CHOICES}}<div><label for="persona">Persona</label><select id="persona" name="persona"><option value="">Any</option>{{#PERSONA_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERSONA_OPTION}}</select></div>
<div><label for="state">State</label><select id="state" name="state"><option value="">Any</option>{{#STATE_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/STATE_OPTION}}</select></div>{{/CHOICES}}
<button class="btn">Apply</button>
</form>
{{#PROBLEM}}<div class="callout warning" role="status"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>{{MESSAGE}}</div></div>{{/PROBLEM}}
{{#FILTERED}}<div class="active-filters"><span>Filtered by</span>{{#FILTER}}<a class="chip" href="{{WITHOUT_URL}}">{{TEXT}}<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#close"></use></svg><span class="sr">, remove</span></a>{{/FILTER}}<a href="/users">Clear all</a></div>{{/FILTERED}}
{{#TABLE}}<table class="list"><caption class="sr">People, last changed first</caption>
<thead><tr><th scope="col">User</th>{{#FULL_LIST}}<th scope="col">Persona</th><th scope="col">State</th><th scope="col">Last seen</th>{{/FULL_LIST}}</tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><span class="person"><span class="avatar" aria-hidden="true">{{INITIALS}}</span><span><a href="/users/{{ID}}">{{NAME}}</a>{{#FULL}}<span class="sub">{{EMAIL_ADDRESS}}</span>{{/FULL}}</span></span></td>{{#FULL}}<td><div class="chips"><span class="chip persona">{{PERSONA}}</span>{{#SUPERUSER}}<span class="chip">Superuser</span>{{/SUPERUSER}}</div></td><td>{{#IS_ACTIVE}}<span class="chip state">Active</span>{{/IS_ACTIVE}}{{#IS_INVITED}}<span class="chip state wait">Invited</span>{{/IS_INVITED}}{{#IS_INACTIVE}}<span class="chip state off">Inactive</span>{{/IS_INACTIVE}}</td><td class="when" data-label="Last seen">{{#SEEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SEEN}}{{#NEVER_SEEN}}Never{{/NEVER_SEEN}}</td>{{/FULL}}</tr>
{{/ROW}}
</tbody></table>{{/TABLE}}
{{#NOTHING}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#users"></use></svg><h2>No user matches</h2><p>Try another name, or fewer filters.</p><div class="actions"><a class="btn" href="/users">Clear filters</a></div></section>{{/NOTHING}}
{{>PAGER_LINKS}}
