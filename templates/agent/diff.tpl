{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="stack">
{{>COMPARE}}
{{>CONFIG_DIFF}}
</div>
