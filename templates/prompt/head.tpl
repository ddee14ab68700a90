{{%AUTOESCAPE context="HTML"}}
{{! The head of a prompt's pages with tabs; filled by prompt_page_head(). }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/prompts">Prompts</a>{{#CRUMB}} / <a href="/prompts?folder={{CRUMB_PATH:url_query_escape}}">{{CRUMB_NAME}}</a>{{/CRUMB}}</p>
<h1>{{LEAF}}</h1>
<div class="meta"><span><span class="chip ver">v{{CURRENT_VERSION}}</span> by {{SAVED_BY}}{{#SAVED_AT}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SAVED_AT}}</span>{{#IS_CHAT}}<span class="chip">Chat</span>{{/IS_CHAT}}{{#IS_ACTIVE}}<span class="chip state">Active</span>{{/IS_ACTIVE}}{{#IS_ARCHIVED}}<span class="chip state off">Archived</span>{{/IS_ARCHIVED}}{{#LAST_CHANGE}}<span>{{LAST_WHAT}} by {{LAST_BY}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/LAST_CHANGE}}</div>
</div>
<div class="actions">
{{#MAY_ARCHIVE}}<form class="inline" method="post" action="{{BASE}}/archive"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg>Archive</button></form>{{/MAY_ARCHIVE}}
{{#MAY_RESTORE}}<form class="inline" method="post" action="{{BASE}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Restore</button></form>{{/MAY_RESTORE}}
{{#MAY_EDIT}}<a class="btn{{#EDIT_FIRST}} primary{{/EDIT_FIRST}}" href="{{BASE}}/edit"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#edit"></use></svg>Edit</a>{{/MAY_EDIT}}
</div>
</div>
<nav class="tabs" aria-label="This prompt"><a href="{{BASE}}"{{#AT_PROMPT}} aria-current="page"{{/AT_PROMPT}}>Prompt</a><a href="{{BASE}}/versions"{{#AT_HISTORY}} aria-current="page"{{/AT_HISTORY}}>History<small>{{VERSION_COUNT}}</small></a><a href="{{BASE}}/labels"{{#AT_LABELS}} aria-current="page"{{/AT_LABELS}}>Labels</a>{{#MAY_READ}}<a href="{{BASE}}/try"{{#AT_TRY}} aria-current="page"{{/AT_TRY}}>Try</a>{{/MAY_READ}}</nav>
