// survey-core, from its JSON: node surveyjs.mjs N
import { Model } from "survey-core";
import { fields, report, size, timed } from "./workload.mjs";

const source = JSON.stringify({
  elements: fields.map(({ name, shownBy }) => ({
    type: "text", inputType: "number", name, isRequired: true,
    validators: [{ type: "expression", expression: `{${name}} > 0` }],
    ...(shownBy && { visibleIf: `{${shownBy}} > 3` }),
  })),
});
const load = timed(() => new Model(JSON.parse(source)));
const survey = load.value;
const fill = timed(() => fields.forEach(({ name }) => survey.setValue(name, 5)));
const toggle = timed(() => { for (let k = 0; k < 20; k++) survey.setValue("q0", k % 2 ? 5 : 1); });
const check = timed(() => survey.validate(false));
report({ engine: "survey-core", load_ms: load.ms, answer_us: (fill.ms * 1000) / size, toggle_ms: toggle.ms / 20, validate_ms: check.ms });
