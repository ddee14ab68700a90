{{%AUTOESCAPE context="HTML"}}
{{! What an organization has and may have: USAGE as organization_view_usage says. }}
<dl class="facts usage">{{#USAGE}}<dt>{{USAGE_TITLE}}</dt><dd>{{USED}}{{#LIMIT}} of {{MOST}} <progress id="{{BAR_ID}}" value="{{FILLED}}" max="100" aria-label="{{USAGE_TITLE}}">{{PERCENT}} %</progress> <span class="muted nowrap">{{PERCENT}} %</span>{{#IS_NEAR}} <span class="chip state wait">Nearly full</span>{{/IS_NEAR}}{{#IS_FULL}} <span class="chip state bad">Full</span>{{/IS_FULL}}{{/LIMIT}}{{#NO_LIMIT}} <span class="muted">no limit</span>{{/NO_LIMIT}}</dd>{{/USAGE}}</dl>
