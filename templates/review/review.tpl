{{%AUTOESCAPE context="HTML"}}
{{! Who can do what. DUE (IS_FIRST or LAST); SINCE as review_view.h says (SIGNED, CHANGES); FILTER (FILTER_TITLE FILTER_URL FILTER_COUNT IS_CHOSEN); TABLE: ROW as review_view.h says; NOBODY; MORE_PAGES (FIRST NEXT); HISTORY: REVIEW as review_view.h says; NO_HISTORY; PERIOD (VALUE TEXT SELECTED). }}
<div class="page-head">
<div>
<h1>Access review</h1>
<p class="lead">Who can do what in your organization. Look through it from time to time, take back what nobody needs, and sign that you did.</p>
</div>
<div class="actions"><a class="btn" href="/settings/access/csv"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>CSV</a><form class="inline" method="post" action="/settings/access/prepare"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary">Prepare a review</button></form></div>
</div>
<div class="stack">
{{#DUE}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>{{#IS_FIRST}}Access has not been reviewed yet.{{/IS_FIRST}}{{#LAST}}The last access review was signed <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>: the next one is due.{{/LAST}}</div></div>{{/DUE}}
{{#SINCE}}<section class="panel" id="since"><div class="panel-head"><h2>Since the last review</h2>{{#SIGNED}}<span class="muted"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/SIGNED}}</div><div class="panel-body stack">
{{>CHANGES}}
</div></section>{{/SINCE}}
<section id="people">
<div class="active-filters">{{#FILTER}}<a class="chip{{#IS_CHOSEN}} chosen{{/IS_CHOSEN}}" href="{{FILTER_URL}}"{{#IS_CHOSEN}} aria-current="true"{{/IS_CHOSEN}}>{{FILTER_TITLE}} <small>{{FILTER_COUNT}}</small></a>{{/FILTER}}</div>
{{#TABLE}}<table class="list access"><caption class="sr">People and their access, those who need a look first</caption>
<thead><tr><th scope="col" class="name">Person</th><th scope="col">Second factor</th><th scope="col">Last seen</th><th scope="col">API tokens</th><th scope="col">Invited</th><th scope="col" class="end"><span class="sr">Actions</span></th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="/users/{{ID}}" dir="auto">{{NAME}}</a>{{#IS_INVITED}}<span class="chip state wait">Invited</span>{{/IS_INVITED}}{{#IS_INACTIVE}}<span class="chip state off">Inactive</span>{{/IS_INACTIVE}}</div><div class="sub"><bdi>{{EMAIL_ADDRESS}}</bdi></div><div class="chips"><span class="chip persona">{{PERSONA}}</span>{{#SUPERUSER}}<span class="chip">Superuser</span>{{/SUPERUSER}}{{#LOOK}}<span class="chip state bad">{{WORDS}}</span>{{/LOOK}}</div></td><td data-label="Second factor">{{FACTOR}}</td><td data-label="Last seen">{{#SEEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SEEN}}{{#NEVER_SEEN}}Never{{/NEVER_SEEN}}{{#OPEN}}<div class="muted">{{COUNT}} open</div>{{/OPEN}}</td><td data-label="API tokens">{{#TOKENS}}<div title="{{SCOPES}}">{{COUNT}}</div><div class="muted">{{SCOPES}}</div>{{#ENDS}}<div class="muted">until <time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time></div>{{/ENDS}}{{/TOKENS}}{{#NO_TOKENS}}<span class="muted">None</span>{{/NO_TOKENS}}{{#ACCOUNTS}}<div class="muted">Answers for <bdi>{{NAMES}}</bdi></div>{{/ACCOUNTS}}</td><td data-label="Invited">{{#CREATED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/CREATED}}{{#INVITED}}<div class="muted">by <bdi>{{BY}}</bdi></div>{{/INVITED}}</td><td class="end">{{#WAYS}}<a class="btn small quiet" href="/users/{{ID}}/edit">Persona<span class="sr"> of {{NAME}}</span></a>{{#HAS_OPEN}}<a class="btn small quiet" href="/users/{{ID}}#access">Sessions, tokens<span class="sr"> of {{NAME}}</span></a>{{/HAS_OPEN}}<a class="btn small quiet" href="/users/{{ID}}/deactivate">Deactivate<span class="sr"> {{NAME}}</span></a>{{/WAYS}}</td></tr>
{{/ROW}}
</tbody></table>{{/TABLE}}
{{#NOBODY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#users"></use></svg><h2>Nobody</h2><p>No person of your organization is like that.</p><div class="actions"><a class="btn" href="/settings/access">Show everyone</a></div></section>{{/NOBODY}}
{{#MORE_PAGES}}<nav class="pager" aria-label="Pages">{{#FIRST}}<a class="btn small" href="{{URL}}">First page</a>{{/FIRST}}{{#NEXT}}<a class="btn small" rel="next" href="{{URL}}">Next<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a>{{/NEXT}}</nav>{{/MORE_PAGES}}
</section>
<section class="panel requests" id="reviews"><div class="panel-head"><h2>Reviews</h2></div><div class="panel-body">
{{#HISTORY}}<ul class="rows">
{{#REVIEW}}<li><div><p><a href="{{REVIEW_URL}}">{{#SIGNED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time>{{/SIGNED}}</a> by <bdi>{{SIGNED_BY}}</bdi></p>{{#NOTED}}<p><bdi>{{NOTE}}</bdi></p>{{/NOTED}}<p class="muted">{{PERSON_COUNT}} people, {{FLAGGED_COUNT}} to look at · SHA-256 <span class="mono">{{SHA256}}</span></p></div><a class="btn small" href="{{REVIEW_URL}}/csv"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>CSV<span class="sr"> as it was reviewed</span></a></li>
{{/REVIEW}}</ul>{{/HISTORY}}{{#NO_HISTORY}}<p class="muted">None was signed yet.</p>{{/NO_HISTORY}}
</div></section>
<section class="panel" id="reminder"><div class="panel-head"><h2>Reminder</h2></div><div class="panel-body">
<form class="form" method="post" action="/settings/access/remind"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="days">Remind administrators</label><select id="days" name="days" aria-describedby="days-hint">{{#PERIOD}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERIOD}}</select><p class="hint" id="days-hint">Without a review for that long, one waits in the inbox of every administrator.</p></div>
<div class="form-actions"><button class="btn">Save reminder</button></div></form>
</div></section>
</div>
