{{%AUTOESCAPE context="HTML"}}
{{! The audit events of a record. }}
{{>HEAD}}
<div class="stack">{{>EVENTS}}</div>
