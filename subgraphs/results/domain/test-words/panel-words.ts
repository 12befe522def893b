import { entry, type TestEntry } from './test-entry.ts';

/** Groups of tests that are asked for together, and examinations that make pictures or tracings. */
export const panelWords: readonly TestEntry[] = [
  entry('Full blood count', 'A count of the different cells in your blood.', '58410-2 57021-8', 'full blood count|fbc|complete blood count|cbc|fbc and diff|full blood count and differential|full blood examination'),
  entry('Kidney and salts test', 'Salts in your blood, and waste that your kidneys clear.', '24321-2 51990-0 24362-6', 'urea and electrolytes|u e|u and e|ue|renal profile|renal function tests|kidney function|urea electrolytes|u es|electrolytes|basic metabolic panel|renal function|kidney profile'),
  entry('Liver test', 'Substances in your blood that show how your liver is working.', '24325-3', 'liver function tests|liver function test|lft|lfts|liver profile|hepatic function panel|liver function'),
  entry('Bone test', 'Minerals and an enzyme that have to do with bones.', '', 'bone profile|bone group|bone screen|calcium and phosphate'),
  entry('Thyroid test', 'Hormones that control how fast your body works.', '', 'thyroid function tests|thyroid function test|tft|tfts|thyroid profile|thyroid function'),
  entry('Cholesterol and fats', 'The different fats in your blood.', '57698-3 24331-1', 'lipid profile|lipids|lipid screen|lipid panel|fasting lipids|cholesterol and lipids|full lipid profile'),
  entry('Clotting test', 'How well your blood clots.', '', 'coagulation screen|clotting screen|clotting|coag screen|coagulation'),
  entry('Iron tests', 'How much iron your body carries and has stored.', '', 'iron studies|iron profile|haematinics'),
  entry('Blood gas test', 'Oxygen, carbon dioxide and acidity of your blood.', '24336-0', 'blood gas|blood gases|arterial blood gas|abg|venous blood gas|vbg|arterial blood gases'),
  entry('Antibody levels', 'The main kinds of antibodies in your blood.', '', 'immunoglobulins|immunoglobulin|immunoglobulins and electrophoresis'),
  entry('Group and save', 'Your blood type, kept ready in case you need blood.', '', 'group and save|group and screen|g s|crossmatch'),
  entry('Autoimmune screen', 'Antibodies that act on the body’s own cells.', '', 'autoimmune screen|autoantibody screen|autoimmune profile|autoantibodies'),
  entry('Urine test', 'A quick check of urine for several substances.', '24356-8 24357-6', 'urinalysis|urine dipstick|urine dip|urine analysis|urine test'),
  entry('Urine salts', 'Salts and waste in urine.', '', 'urine electrolytes|urine u e|urine urea and electrolytes'),
  entry('Spinal fluid test', 'A check of the fluid around the brain and spine.', '', 'csf|cerebrospinal fluid|csf analysis|csf microscopy'),
  entry('Hepatitis tests', 'Tests that look for signs of the viruses of hepatitis.', '', 'hepatitis screen|hepatitis serology|viral hepatitis screen|hepatitis b and c screen'),
  entry('Blood sugar over time', 'Blood sugar before and after a sweet drink.', '', 'glucose tolerance test|ogtt|oral glucose tolerance test|gtt'),
  entry('Heart tracing (ECG)', 'A tracing of the electric signals of your heart.', '11524-6', 'ecg|electrocardiogram|12 lead ecg|ekg|ecg 12 lead'),
  entry('Heart ultrasound (echo)', 'Moving pictures of your heart made with sound waves.', '', 'echo|echocardiogram|transthoracic echocardiogram|tte|echocardiography|us echocardiogram'),
  entry('Breast X-ray (mammogram)', 'X-ray pictures of the breasts.', '', 'mammogram|mammography|bilateral mammogram|mammogram both|xr mammogram|xr mammogram both'),
  entry('Bone density scan (DEXA)', 'A low-dose X-ray that shows how strong your bones are.', '', 'dexa|dxa|dexa scan|bone densitometry|bone density scan|bone density|nm dexa'),
  entry('Chest X-ray', 'An X-ray picture of your lungs, heart and ribs.', '', 'chest x ray|xr chest|cxr|x ray chest|chest xray|xray chest|chest radiograph|xr chest pa|xr chest mobile'),
  entry('CT scan of the head', 'Detailed X-ray pictures of the head, put together by a computer.', '', 'ct head|ct brain|ct scan head|ct head without contrast|ct head with contrast'),
  entry('MRI scan of the head', 'Detailed pictures of the brain made with a strong magnet.', '', 'mri head|mri brain|mr head|mr brain|mri scan head|mri head with contrast'),
];

/** Of an examination that has no line of its own its kind can still be told by how its name begins. */
export const scanKinds: readonly { readonly begins: RegExp; readonly plainName: string; readonly about: string }[] = [
  { begins: /^(?:pet|pet ct)\b/, plainName: 'PET scan', about: 'Pictures that show how active different parts of your body are.' },
  { begins: /^(?:ct|cat|computed tomography)\b/, plainName: 'CT scan', about: 'Detailed X-ray pictures of part of your body, put together by a computer.' },
  { begins: /^(?:mri|mr|mrcp|magnetic resonance)\b/, plainName: 'MRI scan', about: 'Detailed pictures of part of your body made with a strong magnet.' },
  { begins: /^(?:us|uss|ultrasound|ultrasonography)\b/, plainName: 'Ultrasound scan', about: 'Pictures of part of your body made with sound waves.' },
  { begins: /^(?:xr|x ray|xray|plain film|radiograph)\b|\b(?:x ray|xray|radiograph)$/, plainName: 'X-ray', about: 'A picture of the inside of part of your body, mostly of bones.' },
  { begins: /^(?:nm|isotope|nuclear)\b/, plainName: 'Nuclear medicine scan', about: 'Pictures made with a tiny amount of a substance that gives off rays.' },
  { begins: /^(?:fl|fluoroscopy|barium)\b/, plainName: 'Moving X-ray', about: 'X-ray pictures that show how part of your body moves or works.' },
];
