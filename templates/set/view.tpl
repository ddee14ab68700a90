{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="split">
<div class="stack">
{{#IS_ARCHIVED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg><div>This test set is archived: it is hidden from the list. Restore it to change it.</div></div>{{/IS_ARCHIVED}}
{{#ABOUT}}<p class="lead">{{DESCRIPTION}}</p>{{/ABOUT}}
{{#METADATA_ONLY}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your persona sees names and metadata. The cases of test sets stay in their organization.</div></div>{{/METADATA_ONLY}}
{{>CONTENT}}
{{>EVENTS}}
</div>
<aside class="aside" aria-label="About this test set">
{{>ABOUT_PART}}
</aside>
</div>
