{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="split">
<div class="stack">
{{#IS_ARCHIVED}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg><div>This agent is archived: lists and teams no longer offer it. Restore it to change it.</div></div>{{/IS_ARCHIVED}}
{{#ABOUT}}<p class="lead">{{DESCRIPTION}}</p>{{/ABOUT}}
{{#METADATA_ONLY}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your persona sees names and metadata. The config of agents stays in their organization.</div></div>{{/METADATA_ONLY}}
{{>CONFIG}}
{{>EVENTS}}
{{#DANGER}}<section><h2>Danger zone</h2><div class="danger-zone">{{#MAY_TRANSFER}}<div><p><strong>Transfer ownership</strong>Somebody else of the organization becomes the owner.</p><a class="btn" href="{{BASE}}/transfer"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#transfer"></use></svg>Transfer</a></div>{{/MAY_TRANSFER}}{{#MAY_DELETE}}<div><p><strong>Delete for good</strong>All versions go. The audit log keeps that it existed.</p><a class="btn danger" href="{{BASE}}/delete"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#trash"></use></svg>Delete</a></div>{{/MAY_DELETE}}</div></section>{{/DANGER}}
</div>
<aside class="aside" aria-label="About this agent">
<section><h2>About</h2><dl class="facts"><dt>Owner</dt><dd>{{OWNER}}</dd>{{#CREATED}}<dt>Created</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/CREATED}}{{#ARCHIVED_AT}}<dt>Archived</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/ARCHIVED_AT}}</dl></section>
{{#TEAMS}}<section><h2>Teams</h2>{{#NO_USES}}<p class="muted">In no team.</p>{{/NO_USES}}{{#USE_LIST}}<ul class="items">{{#USE}}<li><p><a href="{{USE_URL}}">{{USE_NAME}}</a>{{#USE_ROLED}} <span class="chip">{{USE_ROLE}}</span>{{/USE_ROLED}}{{#USE_PINNED}} <span class="chip ver">v{{N}}</span>{{/USE_PINNED}}{{#USE_ARCHIVED}} <span class="chip state off">Archived</span>{{/USE_ARCHIVED}}</p></li>{{/USE}}</ul>{{/USE_LIST}}{{#MORE_USES}}<p class="muted">And more.</p>{{/MORE_USES}}</section>{{/TEAMS}}
{{#HANDED_OVER}}<section><h2>Handed over to by</h2>{{#NO_USES}}<p class="muted">No other agent hands over to this one.</p>{{/NO_USES}}{{#USE_LIST}}<ul class="items">{{#USE}}<li><p><a href="{{USE_URL}}">{{USE_NAME}}</a>{{#USE_ROLED}} <span class="chip">{{USE_ROLE}}</span>{{/USE_ROLED}}{{#USE_PINNED}} <span class="chip ver">v{{N}}</span>{{/USE_PINNED}}{{#USE_ARCHIVED}} <span class="chip state off">Archived</span>{{/USE_ARCHIVED}}</p></li>{{/USE}}</ul>{{/USE_LIST}}{{#MORE_USES}}<p class="muted">And more.</p>{{/MORE_USES}}</section>{{/HANDED_OVER}}
{{>RECENT_PART}}
</aside>
</div>
