{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="section-head"><h2>Version {{FROM}} to version {{TO}}</h2>
<form class="inline" method="get" action="{{BASE}}/diff"><label for="from" class="sr">From version</label><input id="from" name="from" type="number" min="1" max="{{CURRENT_VERSION}}" value="{{FROM}}" required><span>to</span><label for="to" class="sr">To version</label><input id="to" name="to" type="number" min="1" max="{{CURRENT_VERSION}}" value="{{TO}}" required><button class="btn">Compare</button></form></div>
<div class="stack">
<ol class="timeline">
{{#FROM_SIDE}}<li><p><a href="{{BASE}}/versions/{{NUMBER}}">v{{NUMBER}} {{CHANGE_MESSAGE}}</a></p><p>{{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</p></li>{{/FROM_SIDE}}
{{#TO_SIDE}}<li class="now"><p><a href="{{BASE}}/versions/{{NUMBER}}">v{{NUMBER}} {{CHANGE_MESSAGE}}</a></p><p>{{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</p></li>{{/TO_SIDE}}
</ol>
{{>DIFF}}
{{#SETTINGS_CHANGED}}<section><h2>Model settings</h2><table class="changes"><thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody><tr><th scope="row">Model settings</th><td data-label="Before"><del>{{SETTINGS_BEFORE:pre_escape}}</del></td><td data-label="After"><ins>{{SETTINGS_AFTER:pre_escape}}</ins></td></tr></tbody></table></section>{{/SETTINGS_CHANGED}}
</div>
