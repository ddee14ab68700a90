{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
{{>VERSION_HEAD}}
<div class="stack">{{>CONTENT}}</div>
