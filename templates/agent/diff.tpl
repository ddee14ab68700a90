{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="stack">
{{>COMPARE}}
{{>JSON_DIFF}}
</div>
