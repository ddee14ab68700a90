{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="split">
<div class="stack">
{{#IS_ARCHIVED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg><div>This team is archived: it is hidden from the list. Restore it to change it.</div></div>{{/IS_ARCHIVED}}
{{#ABOUT}}<p class="lead">{{DESCRIPTION}}</p>{{/ABOUT}}
{{#METADATA_ONLY}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your persona sees names and metadata. The settings of teams stay in their organization.</div></div>{{/METADATA_ONLY}}
{{>CONTENT}}
<section aria-labelledby="used-title"><h2 id="used-title">Used by</h2>{{>USED}}</section>
{{>EVENTS}}
</div>
<aside class="aside" aria-label="About this team">
{{>ABOUT_PART}}
</aside>
</div>
