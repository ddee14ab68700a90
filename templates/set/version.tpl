{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
{{>VERSION_HEAD}}
<div class="stack">{{>CONTENT}}{{#HAS_COMMENTS}}{{>COMMENTS}}{{/HAS_COMMENTS}}</div>
