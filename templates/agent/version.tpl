{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
{{>VERSION_HEAD}}
<div class="stack">{{>CONFIG}}{{>COMMENTS}}</div>
