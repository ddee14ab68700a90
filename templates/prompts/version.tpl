{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="section-head"><div><h2>Version {{NUMBER}}{{#IS_LATEST}}, the newest{{/IS_LATEST}}</h2><p class="muted">{{CHANGE_MESSAGE}}</p><div class="meta"><span>{{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</span>{{#LABEL}}<span class="chip label{{#PRODUCTION}} production{{/PRODUCTION}}">{{LABEL_NAME}}</span>{{/LABEL}}</div></div>
<div class="actions">
{{#PREVIOUS}}<a class="btn small" href="{{BASE}}/versions/{{N}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#left"></use></svg>Version {{N}}</a><a class="btn small" href="{{BASE}}/diff?from={{N}}&amp;to={{NUMBER}}">What changed</a>{{/PREVIOUS}}
{{#NEXT}}<a class="btn small" href="{{BASE}}/versions/{{N}}">Version {{N}}<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a>{{/NEXT}}
{{#NOT_LATEST}}<a class="btn small" href="{{BASE}}/diff?from={{NUMBER}}&amp;to={{CURRENT_VERSION}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#diff"></use></svg>Compare with v{{CURRENT_VERSION}}</a>{{/NOT_LATEST}}
<a class="btn small" href="{{BASE}}/try?version={{NUMBER}}">Try</a>
<a class="btn small" href="{{BASE}}/labels?to_version={{NUMBER}}">Label</a>
{{#MAY_RESTORE_VERSION}}<form class="inline" method="post" action="{{BASE}}/versions/{{NUMBER}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="version" value="{{CURRENT_VERSION}}"><button class="btn small"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Restore this version</button></form>{{/MAY_RESTORE_VERSION}}
</div></div>
<div class="split"><div class="stack"><div>{{>BODY_PARTS}}</div></div>
<aside class="aside" aria-label="About this version">
<section><h2>Variables</h2><div class="chips">{{#VARIABLE_NAME}}<code>{{NAME}}</code>{{/VARIABLE_NAME}}</div>{{#NO_VARIABLES}}<p class="muted">None.</p>{{/NO_VARIABLES}}</section>
{{#SETTINGS}}<section><h2>Model settings</h2><div class="code"><pre>{{BI_NEWLINE}}{{SETTINGS_JSON:pre_escape}}</pre></div></section>{{/SETTINGS}}
</aside></div>
