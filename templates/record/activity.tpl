{{%AUTOESCAPE context="HTML"}}
{{! The audit events of a record. }}
{{>HEAD}}
<div class="stack">{{>COMMENTS}}{{>EVENTS}}</div>
