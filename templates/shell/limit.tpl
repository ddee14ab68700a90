{{%AUTOESCAPE context="HTML"}}
{{! For administrators, once an organization has nearly as much as it may have: NEAR_WHAT, NEAR_PERCENT. }}
<aside class="callout warning" aria-label="Limit"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Your organization uses {{NEAR_PERCENT}} % of the {{NEAR_WHAT}} it may have. <a href="/settings/organization#usage">See its usage</a></div></aside>
