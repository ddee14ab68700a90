{{%AUTOESCAPE context="HTML"}}
{{! The entry of a record in the register; filled by page_register_show(). VERSIONS: ENTRY rows, each as facts.tpl says. }}
{{>HEAD}}
<div class="stack">
{{#MISSING}}<div class="callout{{#REQUIRED}} warning{{/REQUIRED}}"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div><p>Missing: {{WHAT}}.</p>{{#REQUIRED}}<p>The organization requires a complete entry before a release to production. Rolling back is always possible.</p>{{/REQUIRED}}</div></div>{{/MISSING}}
<section class="panel"><div class="panel-head"><h2>Register of AI systems</h2><div class="actions"><a class="btn small quiet" href="{{BASE}}/bom">Bill of materials</a>{{#MAY_FILL_IN}}<a class="btn small primary" href="{{BASE}}/register/edit">{{#IS_FIRST}}Fill in{{/IS_FIRST}}{{#IS_SAVED}}Edit entry{{/IS_SAVED}}</a>{{/MAY_FILL_IN}}</div></div><div class="panel-body">{{>FACTS}}<p class="muted">{{USAGE_WORDS}}{{#LAST_SERVED}}, last <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/LAST_SERVED}}{{#SERVED_ARCHIVED}}, though archived{{/SERVED_ARCHIVED}}. <a href="{{BASE}}/used-by">Who fetches it</a></p></div></section>
{{#VERSIONS}}<section class="panel" aria-labelledby="entries-title"><div class="panel-head"><h2 id="entries-title">Versions of this entry</h2></div><div class="panel-body stack">
{{#ENTRY}}{{#IS_CURRENT}}<p><span class="chip ver">{{ENTRY_NUMBER}}</span> by <bdi>{{AUTHOR}}</bdi>{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}: shown above</p>{{/IS_CURRENT}}{{#IS_OLD}}<details><summary><span class="chip ver">{{ENTRY_NUMBER}}</span> by <bdi>{{AUTHOR}}</bdi>{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</summary>{{>FACTS}}</details>{{/IS_OLD}}
{{/ENTRY}}{{#MORE}}<p class="muted">Older versions are in the <a href="{{BASE}}/activity">activity</a>.</p>{{/MORE}}</div></section>{{/VERSIONS}}
</div>
