import { t } from "@/lib/i18n";

export const ROLES = ["viewer", "operator", "admin"] as const;
export type PersonsRole = (typeof ROLES)[number];

export function roleOptions(): { value: string; label: string }[] {
  return ROLES.map((value) => ({ value, label: `${t(`role.${value}`)}: ${t(`users.role.${value}`)}` }));
}

export function readRole(value: unknown): PersonsRole {
  return ROLES.find((role) => role === value) ?? "viewer";
}
