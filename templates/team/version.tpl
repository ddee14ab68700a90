{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
{{>VERSION_HEAD}}
<div class="stack">{{>CONTENT}}{{>COMMENTS}}</div>
