{{%AUTOESCAPE context="HTML"}}
{{! The head of a comparison of two versions; filled by record_version_compare_head(). }}
<div class="section-head"><h2>Version {{FROM}} to version {{TO}}</h2>
<form class="inline" method="get" action="{{BASE}}/diff"><label for="from" class="sr">From version</label><input id="from" name="from" type="number" min="1" max="{{CURRENT_VERSION}}" value="{{FROM}}" required><span>to</span><label for="to" class="sr">To version</label><input id="to" name="to" type="number" min="1" max="{{CURRENT_VERSION}}" value="{{TO}}" required><button class="btn">Compare</button></form></div>
<ol class="timeline">
{{#FROM_SIDE}}<li><p><a href="{{BASE}}/versions/{{NUMBER}}">v{{NUMBER}} {{CHANGE_MESSAGE}}</a></p><p>{{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</p></li>{{/FROM_SIDE}}
{{#TO_SIDE}}<li class="now"><p><a href="{{BASE}}/versions/{{NUMBER}}">v{{NUMBER}} {{CHANGE_MESSAGE}}</a></p><p>{{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</p></li>{{/TO_SIDE}}
</ol>
{{>SCOPE}}
