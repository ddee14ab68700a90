{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="stack">
{{>COMPARE}}
{{>DIFF}}
{{#SETTINGS_CHANGED}}<section><h2>Model settings</h2><table class="changes"><thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody><tr><th scope="row">Model settings</th><td data-label="Before"><del>{{SETTINGS_BEFORE:pre_escape}}</del></td><td data-label="After"><ins>{{SETTINGS_AFTER:pre_escape}}</ins></td></tr></tbody></table></section>{{/SETTINGS_CHANGED}}
</div>
