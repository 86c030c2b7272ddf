// How much of the accent a state gets in pictures of movement: the better the deeper, the gone in grey. Pure.
const GROUPS: Record<string, number> = {
  champion: 1,
  develop: 0.8,
  keep: 0.8,
  win_back: 0.2,
  regular: 0.5,
  newcomer: 0.5,
  fading: 0.2,
};
const STAGES: Record<string, number> = { new: 0.5, active: 0.5, repeat: 0.8, loyal: 1, sleeping: 0.2 };

export const groupWeight = (key: string): number => GROUPS[key] ?? 0;
export const stageWeight = (key: string): number => STAGES[key] ?? 0;
