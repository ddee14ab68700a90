{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="stack">
{{>COMPARE}}
{{>SET_CHANGES}}
</div>
