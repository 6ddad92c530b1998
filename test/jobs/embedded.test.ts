import { openEmbedded } from './backends';
import { behaviour } from './suite';

behaviour('the embedded runner', () => openEmbedded());
