{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="split">
<div class="stack">
{{#IS_ARCHIVED}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#archive"></use></svg><div>This agent is archived: lists and teams no longer offer it. Restore it to change it.</div></div>{{/IS_ARCHIVED}}
{{#ABOUT}}<p class="lead">{{DESCRIPTION}}</p>{{/ABOUT}}
{{#METADATA_ONLY}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your persona sees names and metadata. The config of agents stays in their organization.</div></div>{{/METADATA_ONLY}}
{{>CONFIG}}
<section aria-labelledby="used-title"><h2 id="used-title">Used by</h2>{{>USED}}</section>
{{>EVENTS}}
</div>
<aside class="aside" aria-label="About this agent">
{{>ABOUT_PART}}
</aside>
</div>
