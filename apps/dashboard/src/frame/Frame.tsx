import { Outlet } from '@tanstack/react-router'
import { Sprite } from '../ui/Icon.tsx'

export function Frame() {
  return (
    <>
      <Sprite />
      <Outlet />
    </>
  )
}
