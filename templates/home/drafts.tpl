{{%AUTOESCAPE context="HTML"}}
{{! The actor's own records whose newest version is not production: ROW with NAME (PATH_TO LEAF) RECORD_URL VERSION NEVER_LIVE BEHIND (FROM TO DIFF_URL) AGO. }}
<section aria-labelledby="drafts-title"><h2 id="drafts-title">Your unreleased changes</h2>
<ul class="rows">
{{#ROW}}<li><a href="{{RECORD_URL}}/releases"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a><p class="muted">{{#NEVER_LIVE}}v{{VERSION}}, never live{{/NEVER_LIVE}}{{#BEHIND}}<a href="{{DIFF_URL}}">{{#TO}}v{{N}}{{/TO}}<span class="sr"> of {{NAME}} compared</span></a>, live is {{#FROM}}v{{N}}{{/FROM}}{{/BEHIND}} · <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></p></li>
{{/ROW}}
</ul>
</section>
