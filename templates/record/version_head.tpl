{{%AUTOESCAPE context="HTML"}}
{{! The head of the page of one version; filled by record_version_head(). }}
<div class="section-head"><div><h2>Version {{NUMBER}}{{#IS_LATEST}}, the newest{{/IS_LATEST}}</h2><p class="muted">{{CHANGE_MESSAGE}}</p><div class="meta"><span>{{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</span>{{#LABEL}}<span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span>{{/LABEL}}<span>{{USAGE_WORDS}}{{#LAST_SERVED}}, last <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/LAST_SERVED}}</span></div></div>
<div class="actions">
{{#PREVIOUS}}<a class="btn small" href="{{BASE}}/versions/{{N}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#left"></use></svg>Version {{N}}</a><a class="btn small" href="{{BASE}}/diff?from={{N}}&amp;to={{NUMBER}}">What changed</a>{{/PREVIOUS}}
{{#NEXT}}<a class="btn small" href="{{BASE}}/versions/{{N}}">Version {{N}}<svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#right"></use></svg></a>{{/NEXT}}
{{#NOT_LATEST}}<a class="btn small" href="{{BASE}}/diff?from={{NUMBER}}&amp;to={{CURRENT_VERSION}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#diff"></use></svg>Compare with v{{CURRENT_VERSION}}</a>{{/NOT_LATEST}}
{{#HAS_PREVIEW}}<a class="btn small" href="{{BASE}}/preview?version={{NUMBER}}">Preview</a>{{/HAS_PREVIEW}}
<a class="btn small" href="{{BASE}}/releases?to_version={{NUMBER}}">Label</a>
{{#MAY_RESTORE_VERSION}}<form class="inline" method="post" action="{{BASE}}/versions/{{NUMBER}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{REVISION}}"><button class="btn small"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Restore this version</button></form>{{/MAY_RESTORE_VERSION}}
</div></div>
