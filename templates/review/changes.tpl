{{%AUTOESCAPE context="HTML"}}
{{! What changed in people's access: HAS_CHANGES with CHANGE (ID NAME, ADDED REMOVED BACK NEW_PERSONA (PERSONA OLD_PERSONA) FACTOR_GONE TOKENS_MADE (TOKEN_COUNT)) and MORE_CHANGES, or NO_CHANGES. }}
{{#HAS_CHANGES}}<ul class="rows">
{{#CHANGE}}<li><a href="/users/{{ID}}" dir="auto">{{NAME}}</a><span class="chips">{{#ADDED}}<span class="chip state wait">Added</span><span class="chip persona">{{PERSONA}}</span>{{/ADDED}}{{#REMOVED}}<span class="chip state off">Removed</span>{{/REMOVED}}{{#BACK}}<span class="chip state wait">Active again</span>{{/BACK}}{{#NEW_PERSONA}}<span class="chip">{{OLD_PERSONA}} → {{PERSONA}}</span>{{/NEW_PERSONA}}{{#FACTOR_GONE}}<span class="chip state bad">Second factor removed</span>{{/FACTOR_GONE}}{{#TOKENS_MADE}}<span class="chip">{{TOKEN_COUNT}} made</span>{{/TOKENS_MADE}}</span></li>
{{/CHANGE}}</ul>{{#MORE_CHANGES}}<p class="muted">And more. The file of everyone's access has them all.</p>{{/MORE_CHANGES}}{{/HAS_CHANGES}}
{{#NO_CHANGES}}<p class="muted">Nothing.</p>{{/NO_CHANGES}}
