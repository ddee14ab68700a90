{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="split">
<div class="stack">
{{#ABOUT}}<p class="lead">{{DESCRIPTION}}</p>{{/ABOUT}}
{{#METADATA_ONLY}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your persona sees names and metadata. The text of prompts stays in their organization.</div></div>{{/METADATA_ONLY}}
<div>{{>BODY_PARTS}}</div>
<section aria-labelledby="used-title"><h2 id="used-title">Where used</h2>{{>USED}}</section>
{{>EVENTS}}
{{#DANGER}}<section><h2>Danger zone</h2><div class="danger-zone">{{#MAY_TRANSFER}}<div><p><strong>Transfer ownership</strong>Somebody else of the organization becomes the owner.</p><a class="btn" href="{{BASE}}/transfer"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#transfer"></use></svg>Transfer</a></div>{{/MAY_TRANSFER}}{{#MAY_DELETE}}<div><p><strong>Delete for good</strong>All versions go. The audit log keeps that it existed.</p><a class="btn danger" href="{{BASE}}/delete"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#trash"></use></svg>Delete</a></div>{{/MAY_DELETE}}</div></section>{{/DANGER}}
</div>
<aside class="aside" aria-label="About this prompt">
<section><h2>About</h2><dl class="facts"><dt>Name</dt><dd>{{FULL_NAME}}</dd><dt>Owner</dt><dd>{{OWNER}}</dd>{{#CREATED}}<dt>Created</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/CREATED}}{{#ARCHIVED_AT}}<dt>Archived</dt><dd><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></dd>{{/ARCHIVED_AT}}</dl></section>
<section><div class="section-head"><h2>Labels</h2><a href="{{BASE}}/labels">Manage</a></div><div class="chips"><span class="chip label latest">latest <b>v{{CURRENT_VERSION}}</b></span>{{#LABEL}}<span class="chip label{{#PRODUCTION}} production{{/PRODUCTION}}">{{LABEL_NAME}} <b>v{{LABEL_VERSION}}</b></span>{{/LABEL}}</div></section>
<section><h2>Tags</h2><div class="chips">{{#TAG}}<a class="chip tag" href="/prompts?tag={{TAG_NAME:url_query_escape}}">{{TAG_NAME}}</a>{{/TAG}}</div>{{#NO_TAGS}}<p class="muted">None.</p>{{/NO_TAGS}}</section>
{{#VARIABLES}}<section><h2>Variables</h2><div class="chips">{{#VARIABLE_NAME}}<code>{{NAME}}</code>{{/VARIABLE_NAME}}</div>{{#NO_VARIABLES}}<p class="muted">None.</p>{{/NO_VARIABLES}}</section>{{/VARIABLES}}
{{#SETTINGS}}<section><h2>Model settings</h2><div class="code"><pre>{{BI_NEWLINE}}{{SETTINGS_JSON:pre_escape}}</pre></div></section>{{/SETTINGS}}
{{>RECENT_PART}}
</aside>
</div>
