{{%AUTOESCAPE context="HTML"}}
{{! The newest versions, beside a record; filled by record_version_recent_show(). }}
<section><h2>Versions</h2><ol class="timeline">{{#RECENT}}<li{{#IS_NEWEST}} class="now"{{/IS_NEWEST}}><p>{{#IS_LINKED}}<a href="{{BASE}}/versions/{{NUMBER}}">v{{NUMBER}} {{CHANGE_MESSAGE}}</a>{{/IS_LINKED}}{{#NOT_LINKED}}v{{NUMBER}} {{CHANGE_MESSAGE}}{{/NOT_LINKED}}</p><p>{{AUTHOR}}{{#WHEN}}, <time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</p></li>{{/RECENT}}</ol>{{#MORE_VERSIONS}}<p><a href="{{BASE}}/versions">All versions</a></p>{{/MORE_VERSIONS}}</section>
