{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
{{>VERSION_HEAD}}
<div class="split"><div class="stack"><div>{{>BODY_PARTS}}</div>{{#HAS_COMMENTS}}{{>COMMENTS}}{{/HAS_COMMENTS}}</div>
<aside class="aside" aria-label="About this version">
<section><h2>Variables</h2><div class="chips">{{#VARIABLE_NAME}}<code>{{NAME}}</code>{{/VARIABLE_NAME}}</div>{{#NO_VARIABLES}}<p class="muted">None.</p>{{/NO_VARIABLES}}</section>
{{#SETTINGS}}<section><h2>Model settings</h2><div class="code"><pre>{{BI_NEWLINE}}{{SETTINGS_JSON:pre_escape}}</pre></div></section>{{/SETTINGS}}
</aside></div>
