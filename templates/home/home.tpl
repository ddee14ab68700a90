{{%AUTOESCAPE context="HTML"}}
{{! The start page: LEAD, MAY_CREATE_PROMPT, MAY_CREATE_AGENT, WELCOME (MAY_START) for an organization without anything; MAIN_BLOCK and ASIDE_BLOCK, each with its BLOCK; HAS_ASIDE. }}
<div class="page-head">
<div>
<h1>Home</h1>
<p class="lead">{{LEAD}}</p>
</div>
<div class="actions">{{#MAY_CREATE_AGENT}}<a class="btn" href="/agents/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#agent"></use></svg>New agent</a>{{/MAY_CREATE_AGENT}}{{#MAY_CREATE_PROMPT}}<a class="btn primary" href="/prompts/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>New prompt</a>{{/MAY_CREATE_PROMPT}}</div>
</div>
{{#WELCOME}}<section class="empty welcome"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#starter"></use></svg>
<h2>Welcome to Rostrum</h2>
<p>Agents, the teams they work in and the prompts they use are kept here: every version, who changed it and why, and which one is live.</p>
{{#MAY_START}}<p>Begin with starters that you can change, write your own, or bring what you have.</p>
<div class="actions"><a class="btn primary" href="/starters"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#starter"></use></svg>Choose starters</a>{{#MAY_CREATE_PROMPT}}<a class="btn" href="/prompts/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#prompt"></use></svg>New prompt</a>{{/MAY_CREATE_PROMPT}}{{#MAY_CREATE_AGENT}}<a class="btn" href="/agents/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#agent"></use></svg>New agent</a>{{/MAY_CREATE_AGENT}}<a class="btn" href="/import"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#upload"></use></svg>Import</a></div>{{/MAY_START}}</section>{{/WELCOME}}
<div{{#HAS_ASIDE}} class="split"{{/HAS_ASIDE}}>
<div class="stack blocks">
{{#MAIN_BLOCK}}{{>BLOCK}}
{{/MAIN_BLOCK}}
</div>
{{#HAS_ASIDE}}<aside class="aside" aria-label="At a glance">
{{#ASIDE_BLOCK}}{{>BLOCK}}
{{/ASIDE_BLOCK}}
</aside>{{/HAS_ASIDE}}
</div>
