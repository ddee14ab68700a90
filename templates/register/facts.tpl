{{%AUTOESCAPE context="HTML"}}
{{! What an entry of the register says; filled by register_show_entry(), with MODELS and NO_MODELS. }}
<dl class="facts register">
<dt>Purpose</dt><dd dir="auto">{{#HAS_PURPOSE}}<span class="written">{{PURPOSE:pre_escape}}</span>{{/HAS_PURPOSE}}{{#NO_PURPOSE}}<span class="muted">Not filled in</span>{{/NO_PURPOSE}}</dd>
<dt>Model and provider</dt><dd>{{MODELS}}{{#NO_MODELS}}<span class="muted">None: no member</span>{{/NO_MODELS}}</dd>
<dt>Data categories</dt><dd dir="auto">{{#HAS_DATA}}<span class="written">{{DATA_CATEGORIES:pre_escape}}</span>{{/HAS_DATA}}{{#NO_DATA}}<span class="muted">Not filled in</span>{{/NO_DATA}}</dd>
<dt>Affected people</dt><dd dir="auto">{{#HAS_PEOPLE}}<span class="written">{{AFFECTED_PEOPLE:pre_escape}}</span>{{/HAS_PEOPLE}}{{#NO_PEOPLE}}<span class="muted">Not filled in</span>{{/NO_PEOPLE}}</dd>
<dt>Human oversight</dt><dd>{{#HAS_OVERSIGHT}}<bdi>{{OVERSIGHT}}</bdi>{{#IS_GONE}} <span class="chip state off">Inactive</span>{{/IS_GONE}}{{/HAS_OVERSIGHT}}{{#NO_OVERSIGHT}}<span class="muted">Nobody</span>{{/NO_OVERSIGHT}}</dd>
<dt>Risk class</dt><dd><span class="chip state{{RISK_CLASS}}">{{RISK}}</span></dd>
<dt>Reason for the risk class</dt><dd dir="auto">{{#HAS_REASON}}<span class="written">{{RISK_REASON:pre_escape}}</span>{{/HAS_REASON}}{{#NO_REASON}}<span class="muted">Not filled in</span>{{/NO_REASON}}</dd>
<dt>Next review</dt><dd>{{#HAS_REVIEW}}<time datetime="{{REVIEW}}">{{REVIEW}}</time>{{#IS_OVERDUE}} <span class="chip state bad">Overdue</span>{{/IS_OVERDUE}}{{#IS_SOON}} <span class="chip state wait">Due soon</span>{{/IS_SOON}}{{/HAS_REVIEW}}{{#NO_REVIEW}}<span class="muted">No date</span>{{/NO_REVIEW}}</dd>
</dl>
