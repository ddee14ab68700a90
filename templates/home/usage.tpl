{{%AUTOESCAPE context="HTML"}}
{{! Where what is live and what programs fetch differ: DAYS; ROW with KIND NAME (PATH_TO LEAF) RECORD_URL, and IDLE (VERSION) with NEVER_SERVED or LAST_SERVED, or ARCHIVED; MORE with ALL (IS_FIRST IS_NEXT LIST_URL LIST_NAME). }}
<section aria-labelledby="usage-title"><h2 id="usage-title">Usage warnings</h2>
<ul class="lines">
{{#ROW}}<li data-row><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{KIND}}"></use></svg><span class="line-text"><a class="line-name" href="{{RECORD_URL}}/used-by" dir="auto"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a> {{#ARCHIVED}}<span class="chip state bad">Served though archived</span>{{/ARCHIVED}}{{#IDLE}}<span class="chip state wait">Live but not served</span> <span class="muted">v{{VERSION}}</span>{{/IDLE}}</span><span class="line-meta">{{#ARCHIVED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/ARCHIVED}}{{#NEVER_SERVED}}never{{/NEVER_SERVED}}{{#LAST_SERVED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/LAST_SERVED}}</span></li>
{{/ROW}}
</ul>
{{#MORE}}<p class="muted">There are more{{#ALL}}{{#IS_FIRST}}: {{/IS_FIRST}}{{#IS_NEXT}}, {{/IS_NEXT}}<a href="{{LIST_URL}}?show=unserved">{{LIST_NAME}}</a>{{/ALL}}.</p>{{/MORE}}
<p class="hint">Live but not served: production for {{DAYS}} days without a program that fetched it, and no live record uses it.</p>
</section>
