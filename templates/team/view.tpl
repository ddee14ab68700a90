{{%AUTOESCAPE context="HTML"}}
<div class="page-head">
<div>
<p class="crumbs"><a href="/teams">Teams</a></p>
<h1>{{NAME}}</h1>
<div class="meta"><span class="chip">{{KIND_LABEL}}</span>{{#IS_ACTIVE}}<span class="chip state">Active</span>{{/IS_ACTIVE}}{{#IS_ARCHIVED}}<span class="chip state off">Archived</span>{{/IS_ARCHIVED}}{{#LAST_CHANGE}}<span>{{LAST_WHAT}} by {{LAST_BY}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/LAST_CHANGE}}{{#CHANGED_AT}}<span>Updated <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/CHANGED_AT}}</div>
</div>
<div class="actions">
{{#MAY_COPY}}<a class="btn" href="/teams/new?from={{TEAM_ID:url_query_escape}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg>Copy</a>{{/MAY_COPY}}
{{#MAY_READ}}<a class="btn" href="{{BASE}}/export"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Export</a>{{/MAY_READ}}
{{#MAY_ARCHIVE}}<form class="inline" method="post" action="{{BASE}}/archive"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg>Archive</button></form>{{/MAY_ARCHIVE}}
{{#MAY_RESTORE}}<form class="inline" method="post" action="{{BASE}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Restore</button></form>{{/MAY_RESTORE}}
{{#MAY_EDIT}}<a class="btn primary" href="{{BASE}}/edit"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#edit"></use></svg>Edit</a>{{/MAY_EDIT}}
</div>
</div>
{{#IS_ARCHIVED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg><div>This team is archived{{#ARCHIVED_AT}} since <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ARCHIVED_AT}}. It is hidden from the list and can't be changed.</div></div>{{/IS_ARCHIVED}}
{{#METADATA_ONLY}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your persona sees names and metadata. The settings of teams stay in their organization.</div></div>{{/METADATA_ONLY}}
<div class="stack">
{{#ABOUT}}<p class="lead">{{DESCRIPTION}}</p>{{/ABOUT}}
{{>DIAGRAM}}
<div class="split">
<div class="stack">
<section aria-labelledby="members-title"><h2 id="members-title">Members</h2>
<table class="list"><caption class="sr">Members in their order</caption><thead><tr><th scope="col">Agent</th><th scope="col">Role</th><th scope="col">Model</th><th scope="col">Version</th></tr></thead><tbody>
{{#MEMBER}}<tr><td class="primary"><div class="title"><span><span class="muted">{{N}}.</span> <a href="/agents/{{AGENT_ID}}">{{MEMBER_NAME}}</a></span>{{#MEMBER_ARCHIVED}}<span class="chip state off">Archived</span>{{/MEMBER_ARCHIVED}}</div>{{#SUB}}<p class="sub">{{MEMBER_DESCRIPTION}}</p>{{/SUB}}</td><td><span class="chip">{{ROLE_LABEL}}</span></td><td>{{MEMBER_MODEL}}</td><td>{{#IS_PINNED}}<span class="chip ver">v{{N}}</span> always{{/IS_PINNED}}{{#IS_CURRENT}}<span class="chip ver">v{{N}}</span> the current one{{/IS_CURRENT}}{{#IS_BEHIND}}<br><span class="muted">current is v{{CURRENT}}</span>{{/IS_BEHIND}}</td></tr>
{{/MEMBER}}</tbody></table></section>
{{#EDGES}}<section aria-labelledby="edges-title"><h2 id="edges-title">Edges</h2>
<table class="list"><caption class="sr">Edges and their conditions</caption><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Condition</th></tr></thead><tbody>
{{#EDGE}}<tr><td data-label="From">{{#EDGE_FROM}}<a href="/agents/{{AGENT_ID}}">{{END_NAME}}</a>{{/EDGE_FROM}}</td><td data-label="To">{{#EDGE_TO}}<a href="/agents/{{AGENT_ID}}">{{END_NAME}}</a>{{/EDGE_TO}}</td><td data-label="If">{{#EDGE_CONDITION}}{{CONDITION}}{{/EDGE_CONDITION}}{{#NO_CONDITION}}<span class="muted">always</span>{{/NO_CONDITION}}</td></tr>
{{/EDGE}}</tbody></table></section>{{/EDGES}}
{{>EVENTS}}
{{#DANGER}}<section><h2>Danger zone</h2><div class="danger-zone">{{#MAY_TRANSFER}}<div><p><strong>Transfer ownership</strong>Somebody else of the organization becomes the owner.</p><a class="btn" href="{{BASE}}/transfer"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#transfer"></use></svg>Transfer</a></div>{{/MAY_TRANSFER}}{{#MAY_DELETE}}<div><p><strong>Delete for good</strong>The team goes, its agents stay. The audit log keeps that it existed.</p><a class="btn danger" href="{{BASE}}/delete"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#trash"></use></svg>Delete</a></div>{{/MAY_DELETE}}</div></section>{{/DANGER}}
</div>
<aside class="aside" aria-label="About this team">
<section><h2>About</h2><dl class="facts"><dt>Kind</dt><dd>{{KIND_LABEL}}. {{KIND_SENTENCE}}</dd><dt>Size</dt><dd>{{MEMBERS_COUNTED}}</dd><dt>Owner</dt><dd>{{OWNER}}</dd>{{#CREATED}}<dt>Created</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/CREATED}}{{#ARCHIVED_AT}}<dt>Archived</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/ARCHIVED_AT}}</dl></section>
{{#ENDS}}<section><h2>Ends</h2><ul>{{#END}}<li>{{END_SENTENCE}}</li>{{/END}}</ul>{{#NO_END}}<p class="muted">When its work is done. It has no limit.</p>{{/NO_END}}</section>{{/ENDS}}
</aside>
</div>
</div>
