{{%AUTOESCAPE context="HTML"}}
{{! Records whose newest version is not released: ROW with KIND NAME (PATH_TO LEAF) RECORD_URL VERSION NEVER_LIVE BEHIND (LIVE_VERSION) AGO, STEP (VERB), IS_PROPOSED. }}
<section aria-labelledby="drafts-title"><h2 id="drafts-title">Your unreleased changes</h2>
<ul class="lines">
{{#ROW}}<li data-row><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{KIND}}"></use></svg><span class="line-text"><a class="line-name" href="{{RECORD_URL}}" dir="auto"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a> <span>v{{VERSION}}</span> <span class="muted">{{#NEVER_LIVE}}never released{{/NEVER_LIVE}}{{#BEHIND}}production is v{{LIVE_VERSION}}{{/BEHIND}}</span></span>{{#BEHIND}}<a class="line-compare" href="{{RECORD_URL}}/diff?from={{LIVE_VERSION}}&amp;to={{VERSION}}">Compare<span class="sr"> {{NAME}} with production</span></a>{{/BEHIND}}<span class="line-meta"><time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></span>{{#STEP}}<a class="btn small" href="{{RECORD_URL}}/releases/change?label=production&amp;to_version={{VERSION}}">{{VERB}} v{{VERSION}}<span class="sr"> of {{NAME}}</span></a>{{/STEP}}{{#IS_PROPOSED}}<a class="chip label proposed" href="{{RECORD_URL}}/releases">proposed<span class="sr">: {{NAME}}</span></a>{{/IS_PROPOSED}}</li>
{{/ROW}}
</ul>
</section>
