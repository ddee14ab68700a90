{{%AUTOESCAPE context="HTML"}}
{{! The head of a record's pages with tabs; filled by record_page_head(). }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{LIST_URL}}">{{LIST_TITLE}}</a>{{#CRUMB}} / <a href="{{LIST_URL}}?folder={{CRUMB_PATH:url_query_escape}}">{{CRUMB_NAME}}</a>{{/CRUMB}}</p>
<h1>{{LEAF}}</h1>
<div class="meta"><span><span class="chip ver">v{{CURRENT_VERSION}}</span> by {{SAVED_BY}}{{#SAVED_AT}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SAVED_AT}}</span>{{#FACET}}<span class="chip">{{FACET_NAME}}</span>{{/FACET}}{{#IS_ACTIVE}}<span class="chip state">Active</span>{{/IS_ACTIVE}}{{#IS_ARCHIVED}}<span class="chip state off">Archived</span>{{/IS_ARCHIVED}}{{#LAST_CHANGE}}<span>{{LAST_WHAT}} by {{LAST_BY}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/LAST_CHANGE}}{{#WAS_UPDATED}}<span>Updated <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/WAS_UPDATED}}</div>
</div>
<div class="actions">
{{#MAY_COPY}}<a class="btn" href="{{LIST_URL}}/new?from={{RECORD_ID:url_query_escape}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg>Copy</a>{{/MAY_COPY}}
{{#MAY_EXPORT}}<a class="btn" href="{{BASE}}/export"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Export</a>{{/MAY_EXPORT}}
{{#MAY_ARCHIVE}}<form class="inline" method="post" action="{{BASE}}/archive"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg>Archive</button></form>{{/MAY_ARCHIVE}}
{{#MAY_RESTORE}}<form class="inline" method="post" action="{{BASE}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Restore</button></form>{{/MAY_RESTORE}}
{{#MAY_EDIT}}<a class="btn{{#EDIT_FIRST}} primary{{/EDIT_FIRST}}" href="{{BASE}}/edit"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#edit"></use></svg>Edit</a>{{/MAY_EDIT}}
</div>
</div>
<nav class="tabs" aria-label="This {{NOUN}}"><a href="{{BASE}}"{{#AT_RECORD}} aria-current="page"{{/AT_RECORD}}>{{NOUN_TITLE}}</a><a href="{{BASE}}/versions"{{#AT_VERSIONS}} aria-current="page"{{/AT_VERSIONS}}>Versions<small>{{VERSION_COUNT}}</small></a><a href="{{BASE}}/releases"{{#AT_RELEASES}} aria-current="page"{{/AT_RELEASES}}>Releases</a><a href="{{BASE}}/used-by"{{#AT_USED_BY}} aria-current="page"{{/AT_USED_BY}}>Used by</a><a href="{{BASE}}/activity"{{#AT_ACTIVITY}} aria-current="page"{{/AT_ACTIVITY}}>Activity</a>{{#HAS_PREVIEW}}<a href="{{BASE}}/try"{{#AT_PREVIEW}} aria-current="page"{{/AT_PREVIEW}}>Preview</a>{{/HAS_PREVIEW}}</nav>
