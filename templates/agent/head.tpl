{{%AUTOESCAPE context="HTML"}}
{{! The head of an agent's pages with tabs; filled by agent_page_head(). }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/agents">Agents</a></p>
<h1>{{AGENT_NAME}}</h1>
<div class="meta"><span><span class="chip ver">v{{CURRENT_VERSION}}</span> by {{SAVED_BY}}{{#SAVED_AT}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/SAVED_AT}}</span><span class="chip">{{AGENT_MODEL}}</span>{{#IS_ACTIVE}}<span class="chip state">Active</span>{{/IS_ACTIVE}}{{#IS_ARCHIVED}}<span class="chip state off">Archived</span>{{/IS_ARCHIVED}}{{#LAST_CHANGE}}<span>{{LAST_WHAT}} by {{LAST_BY}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{/LAST_CHANGE}}</div>
</div>
<div class="actions">
{{#MAY_READ}}<a class="btn" href="{{BASE}}/export"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>Export</a>{{/MAY_READ}}
{{#MAY_COPY}}<a class="btn" href="/agents/new?from={{AGENT_ID}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg>Copy</a>{{/MAY_COPY}}
{{#MAY_ARCHIVE}}<form class="inline" method="post" action="{{BASE}}/archive"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg>Archive</button></form>{{/MAY_ARCHIVE}}
{{#MAY_RESTORE}}<form class="inline" method="post" action="{{BASE}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn primary"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#restore"></use></svg>Restore</button></form>{{/MAY_RESTORE}}
{{#MAY_EDIT}}<a class="btn primary" href="{{BASE}}/edit"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#edit"></use></svg>Edit</a>{{/MAY_EDIT}}
</div>
</div>
<nav class="tabs" aria-label="This agent"><a href="{{BASE}}"{{#AT_AGENT}} aria-current="page"{{/AT_AGENT}}>Agent</a><a href="{{BASE}}/versions"{{#AT_HISTORY}} aria-current="page"{{/AT_HISTORY}}>History<small>{{VERSION_COUNT}}</small></a></nav>
