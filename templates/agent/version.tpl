{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
{{>VERSION_HEAD}}
<div class="stack">{{>CONFIG}}{{#HAS_COMMENTS}}{{>COMMENTS}}{{/HAS_COMMENTS}}</div>
